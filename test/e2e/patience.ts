// A real n8n on a small, busy machine: starting it alone takes a minute, at times many.
jest.setTimeout(20 * 60_000);
