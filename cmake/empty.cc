// A library that consists of headers only needs one source for the archive.
