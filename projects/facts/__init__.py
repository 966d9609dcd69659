"""What is read of projects, said for the rules and for the pages."""
