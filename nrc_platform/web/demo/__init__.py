"""The demo school: its people, companies and fiches as data, and how its past is built."""
