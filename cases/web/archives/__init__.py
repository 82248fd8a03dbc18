"""A whole case as one ZIP, to be kept: what each audience puts into it is that audience's to say."""
