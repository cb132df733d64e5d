import { defineCodemod } from '#pystd';
import type { Options } from './options.ts';
import { raiseOwn } from './run.ts';

export default defineCodemod<Options>({
  id: 'http-errors-from-services',
  title: 'Raise exceptions of the service in business code, not answers of HTTP',
  why: `Business code that raises \`HTTPException\` knows who asks it, and whoever else calls it has to know HTTP. Where the service has exceptions of its own and a handler for them, these are
raised instead, with the same text. Both handlers are read, with the classes they answer: an exception is replaced only where status, body and headers are the same to the byte, and where
nothing on the way goes by its class. Everything else stays, with the reason.`,
  links: ['https://fastapi.tiangolo.com/tutorial/handling-errors/'],
  rules: ['layers/service-http-agnostic'],
  safety: 'review',
  after: ['error-handling', 'extract-services', 'di-providers'],
  options: {},

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && text.includes('HTTPException')),

  run: raiseOwn,
});
