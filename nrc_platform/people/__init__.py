"""People and schools: accounts, roles that begin and end on a day, classes, who may see whom."""
