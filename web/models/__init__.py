"""The shapes of the API's answers, a module a subject; OpenAPI and /docs describe them from here."""
