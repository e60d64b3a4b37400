"""How right the record is, against gold that people made."""
