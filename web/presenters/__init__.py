"""View-models: values shaped for one page each, and the functions that make them."""
