"""Pages of the référentiel, of its rules and deadlines, and of the competences of students."""
