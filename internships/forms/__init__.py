"""Forms of the stages: lenient while a convention is written, strict where one signs."""
