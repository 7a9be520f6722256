"""From a file to a document, its passages and its references; pure functions of the file's bytes."""
