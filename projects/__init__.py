"""Commercial projects of a class and the missions that prepare them."""
