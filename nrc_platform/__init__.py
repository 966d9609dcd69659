"""The product: settings, shared core and the apps below the référentiel."""
