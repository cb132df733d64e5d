import { defineCodemod } from '#pystd';
import type { Options } from './options.ts';
import { wireServices } from './wire.ts';

export default defineCodemod<Options>({
  id: 'di-providers',
  title: 'Give route handlers their services by Depends',
  why: `A handler that makes its service itself can be tested only with everything behind that service. A provider makes it of the session that the handler asked for so far: the session
comes from the same dependency, at the same place among the others, so that \`dependency_overrides\` for it go on working, and a test may now put another service in its place as well.`,
  links: ['https://fastapi.tiangolo.com/tutorial/dependencies/sub-dependencies/'],
  rules: ['layers/di-depends', 'layers/service-injectable', 'layers/di-chain', 'structure/dependencies-module'],
  safety: 'review',
  after: ['package-inits', 'extract-services'],
  options: { module: 'src/api/dependencies.py', packageRoot: 'src' },
  parameters: { module: 'structure/dependencies-module.path', packageRoot: 'structure/package-root.root' },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && /\b(?:sqlalchemy|sqlmodel)\b/.test(text)),

  run: wireServices,
});
