"""What every app may use: no table, no import of ours."""
