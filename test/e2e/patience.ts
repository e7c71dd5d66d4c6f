// A real n8n on a small machine: starting it alone takes up to a minute.
jest.setTimeout(180_000);
