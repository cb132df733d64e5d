import { defineCodemod } from '#pystd';
import { completeExample } from './complete.ts';
import { createExample } from './create.ts';
import { flagKeys } from './keys.ts';
import { flagClasses, targetsIn } from './targets.ts';
import { createTiers } from './tiers.ts';
import { keepVisible } from './visible.ts';

/** What a standard or a repository may set for this codemod. */
export interface Options {
  /** What a new example is called. */
  file: string;
  /** What stands where a secret goes. */
  placeholder: string;
  /** Tiers that get an example of their own, `.env.<tier>.example`. */
  tiers: string[];
}

export default defineCodemod<Options>({
  id: 'env-example',
  title: 'Keep an example of the settings beside the code',
  why: `Whoever sets the service up needs to know what it reads from the environment, and what has to be set.
The example says it for every variable: type, default or that it is required, and what the code says of it.
It never holds a real secret: nothing is taken from a real \`.env\`, and defaults that sign in somewhere are left out.`,
  links: ['https://docs.pydantic.dev/latest/concepts/pydantic_settings/#dotenv-env-support', 'https://12factor.net/config'],
  rules: ['config/env-example', 'config/env-vars-documented', 'config/env-grouped', 'config/env-upper-case', 'environments/env-files-per-tier'],
  safety: 'review',
  after: ['settings-class', 'gitignore-hygiene', 'docs-gating', 'logging-setup', 'error-handling', 'health-endpoints', 'cors-allowlist', 'security-headers', 'metrics-endpoint', 'correlation-id'],
  options: { file: '.env.example', placeholder: 'change-me', tiers: [] },

  // Where there is no settings class, one may be made before it is this codemod's turn: for what is read of the environment, or for what a service is given.
  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && /\b(?:BaseSettings|getenv|environ|decouple|environs|starlette\.config|create_engine|create_async_engine|CORSMiddleware|SessionMiddleware|jwt|from_url|Celery|FastAPI)\b/.test(text)),

  run: [
    keepVisible,
    (task) => {
      flagClasses(task);
      for (const target of targetsIn(task)) {
        if (target.file) completeExample(target, target.file, task);
        else createExample(target, task);
        if (target.file) flagKeys(target, target.file, task);
        createTiers(target, task);
      }
    },
  ],
});
