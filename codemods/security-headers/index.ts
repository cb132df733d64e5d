import { defineCodemod } from '#pystd';
import { addHeaders } from './add.ts';
import type { Options } from './options.ts';

export default defineCodemod<Options>({
  id: 'security-headers',
  title: 'Give responses the standard security headers',
  why: `Browsers guess content types, show any site in a frame and send referrers along unless the response tells them not to.
A middleware adds the headers that a response does not have yet: what a handler sets stays, streams stay streams, and what a proxy of the repository adds is left to it.
JSON needs no resources and says so; which resources pages need is for a person to tell, and no page gets a policy that could break it.`,
  links: ['https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html', 'https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP'],
  rules: ['security/security-headers'],
  safety: 'review',
  after: ['settings-class', 'package-inits', 'poetry-to-uv', 'requirements-to-uv', 'adopt-poetry', 'docs-gating', 'error-handling', 'health-endpoints', 'cors-allowlist'],
  options: {
    headers: ['Content-Security-Policy', 'X-Frame-Options', 'X-Content-Type-Options', 'Referrer-Policy'],
    frames: 'DENY',
    referrer: 'strict-origin-when-cross-origin',
    policy: "default-src 'none'; frame-ancestors 'none'",
    docsPolicy: "frame-ancestors 'none'",
    transport: 'max-age=31536000',
    permissions: 'camera=(), geolocation=(), microphone=()',
    middleware: 'src/core/middleware.py',
    packageRoot: 'src',
  },
  parameters: {
    headers: 'security/security-headers.headers',
    middleware: 'structure/middleware-module.path',
    packageRoot: 'structure/package-root.root',
  },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && text.includes('FastAPI')),

  run: addHeaders,
});
