"""The W3C Web Annotation Data Model (Recommendation of 2017) as JSON Schema: what its text says MUST be, and the types.

Written from the model's own sections, 3.1 (annotations) to 5.2 (pages), for what Dateline uses of it.
"""

from __future__ import annotations

from typing import Any

_IRI = {"type": "string", "minLength": 1, "pattern": r"^[^\s<>\"{}|\\^`]+$"}
_MOTIVATION = {
    "enum": [
        "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
        "linking", "moderating", "questioning", "replying", "tagging",
    ]
}  # fmt: skip
_MOMENT = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$"}
_CONTEXT = {
    "oneOf": [
        {"const": "http://www.w3.org/ns/anno.jsonld"},
        {"type": "array", "contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
    ]
}

_DEFINITIONS: dict[str, Any] = {
    "textual_body": {
        "type": "object",
        "required": ["type", "value"],
        "properties": {
            "type": {"const": "TextualBody"}, "value": {"type": "string"}, "purpose": _MOTIVATION,
            "format": {"type": "string"}, "language": {"type": "string"},
        },
    },
    "resource": {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": _IRI, "type": {"enum": ["Dataset", "Image", "Video", "Sound", "Text"]}, "format": {"type": "string"},
            "language": {"type": "string"},
        },
    },
    "selector": {
        "oneOf": [
            {
                "type": "object",
                "required": ["type", "exact"],
                "properties": {
                    "type": {"const": "TextQuoteSelector"}, "exact": {"type": "string"}, "prefix": {"type": "string"},
                    "suffix": {"type": "string"},
                },
                "additionalProperties": False,
            },
            {
                "type": "object",
                "required": ["type", "start", "end"],
                "properties": {
                    "type": {"const": "TextPositionSelector"}, "start": {"type": "integer", "minimum": 0},
                    "end": {"type": "integer", "minimum": 0},
                },
                "additionalProperties": False,
            },
        ]
    },
    "specific_resource": {
        "type": "object",
        "required": ["source"],
        "properties": {
            "type": {"const": "SpecificResource"},
            "source": {"anyOf": [_IRI, {"$ref": "#/$defs/resource"}]},
            "selector": {"type": "array", "items": {"$ref": "#/$defs/selector"}, "minItems": 1},
        },
    },
    "annotation": {
        "type": "object",
        "required": ["id", "type", "target"],
        "properties": {
            "id": _IRI,
            "type": {"const": "Annotation"},
            "motivation": _MOTIVATION,
            "generated": _MOMENT,
            "generator": {"type": "object", "required": ["id"], "properties": {"id": _IRI}},
            "body": {
                "type": "array",
                "items": {"anyOf": [{"$ref": "#/$defs/textual_body"}, {"$ref": "#/$defs/resource"}]},
            },
            "target": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "anyOf": [_IRI, {"$ref": "#/$defs/specific_resource"}, {"$ref": "#/$defs/resource"}]
                },
            },
        },
    },
}  # fmt: skip

PAGE: dict[str, Any] = {
    "$defs": _DEFINITIONS,
    "type": "object",
    "required": ["@context", "id", "type", "partOf", "items"],
    "properties": {
        "@context": _CONTEXT, "id": _IRI, "type": {"const": "AnnotationPage"}, "partOf": _IRI, "next": _IRI,
        "prev": _IRI, "startIndex": {"type": "integer", "minimum": 0},
        "items": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/annotation"}},
    },
}  # fmt: skip

COLLECTION: dict[str, Any] = {
    "type": "object",
    "required": ["@context", "id", "type"],
    "properties": {
        "@context": _CONTEXT, "id": _IRI, "type": {"const": "AnnotationCollection"}, "label": {"type": "string"},
        "total": {"type": "integer", "minimum": 0}, "first": _IRI, "last": _IRI,
    },
    "if": {"properties": {"total": {"const": 0}}},
    "else": {"required": ["first"]},
}  # fmt: skip

ANNO_CONTEXT: dict[str, Any] = {
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@vocab"},
    **{
        name: f"oa:{name}"
        for name in ("Annotation", "SpecificResource", "TextualBody", "TextQuoteSelector", "TextPositionSelector",
                     "classifying", "commenting", "describing", "identifying", "linking", "tagging")
    },
    "Dataset": "dctypes:Dataset",
    "Text": "dctypes:Text",
    "Software": "as:Application",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"},
    "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"},
    "generated": {"@type": "xsd:dateTime", "@id": "dcterms:issued"},
    "generator": {"@type": "@id", "@id": "as:generator"},
    "name": "foaf:name",
    "label": "rdfs:label",
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "partOf": {"@type": "@id", "@id": "as:partOf"},
    "first": {"@type": "@id", "@id": "as:first"},
    "last": {"@type": "@id", "@id": "as:last"},
    "next": {"@type": "@id", "@id": "as:next"},
    "prev": {"@type": "@id", "@id": "as:prev"},
    "startIndex": {"@type": "xsd:nonNegativeInteger", "@id": "as:startIndex"},
    "total": {"@type": "xsd:nonNegativeInteger", "@id": "as:totalItems"},
}  # fmt: skip
"""What the W3C's context says of the terms that Dateline uses: in a test nothing is fetched."""
