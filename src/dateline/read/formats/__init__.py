"""One format a module, each with a ``READER`` (:class:`dateline.read.contract.Reader`)."""
