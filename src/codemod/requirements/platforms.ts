import { folderOf, joinPath } from '../../repo/path.ts';
import type { RepositoryView } from '../view.ts';

/** Files of hosts that read `requirements.txt` (or a Pipfile) by themselves, without any command that names it. */
const PLATFORMS: readonly string[] = [
  'Procfile', 'app.json', 'runtime.txt', 'serverless.yml', 'serverless.yaml', 'template.yaml', 'template.yml', 'samconfig.toml', 'host.json', 'app.yaml', 'vercel.json', 'now.json', 'zappa_settings.json', 'zappa_settings.py',
  'manifest.yml', '.platform.app.yaml', 'apprunner.yaml', 'railway.json', 'railway.toml', 'nixpacks.toml', 'Aptfile', 'lambda_function.py', 'function.json', '.chalice/config.json', 'netlify.toml', 'system.properties', 'scalingo.json', '.streamlit/config.toml',
];

/** A file that tells of such a host in a folder or right above it; `undefined` when nothing does. */
export function platformReading({ repo }: RepositoryView, folder: string): string | undefined {
  const folders = [...new Set([folder, folderOf(folder), ''])];
  const there = (path: string): boolean => repo.files.has(path as never) || repo.opaque.has(path as never);
  const named = folders.flatMap((one) => PLATFORMS.map((name) => joinPath(one, name))).find(there);
  if (named !== undefined) return named;
  // Without `install`, Travis installs `requirements.txt` by itself.
  const travis = [...repo.files].find(([path, { text }]) => path === '.travis.yml' && /^language:\s*["']?python/m.test(text) && !/^install:/m.test(text));
  if (travis) return travis[0];
  const beanstalk = [...repo.files.keys(), ...repo.opaque.keys()].find((path) => /(?:^|\/)\.(?:ebextensions|elasticbeanstalk)\//.test(path));
  if (beanstalk !== undefined) return beanstalk;
  const space = [...repo.files].find(([path, { text }]) => /(?:^|\/)README\.md$/.test(path) && folders.includes(folderOf(path)) && /^---\r?\n(?:.*\r?\n)*?sdk:\s*(?:gradio|streamlit)/.test(text));
  if (space) return space[0];
  return [...repo.files].find(([path, { text }]) => /\.(?:tf|ya?ml)$/.test(path) && /AWS::Serverless|google_cloudfunctions|gcloud functions deploy|azure-functions|PythonFunction/.test(text))?.[0];
}
