"""Text in TCVN3, VNI or VISCII, or read in a wrong encoding: recognised by its letters and decoded."""
