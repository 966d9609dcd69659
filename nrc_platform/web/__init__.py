"""The shell of the site: navigation, homes, boards, accounts, public pages."""
