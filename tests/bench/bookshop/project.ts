import { featureOf, modelText, repositoryText, schemaText } from './feature.ts';
import { routerText, serviceText, testText, type Packages } from './feature-logic.ts';
import { adminText, configText, databaseText, mainText, pyprojectText, readmeText, workerText } from './frame.ts';
import type { Random } from './random.ts';
import { AREAS, THINGS } from './words.ts';

/** Files of a folder by path, text by path. */
export type Texts = Map<string, string>;

const KINDS = ['models', 'schemas', 'repositories', 'services', 'api/routers'] as const;

/** A FastAPI project of `count` Python files: one settings class, two or three apps, the rest models, schemas, queries, services, routers and tests. */
export function projectOf(name: string, count: number, random: Random): Texts {
  const texts: Texts = new Map([
    ['pyproject.toml', pyprojectText(name)],
    ['README.md', readmeText(name)],
    ['app/__init__.py', ''],
    ['app/core/__init__.py', ''],
    ['app/core/config.py', configText(name, random)],
    ['app/core/database.py', databaseText()],
    ['app/api/__init__.py', ''],
    ['tests/__init__.py', ''],
    ['app/worker.py', workerText()],
  ]);
  if (random.once(2)) texts.set('app/admin.py', adminText(name));
  const routers: string[] = [];
  const pythonFiles = (): number => [...texts.keys()].filter((path) => path.endsWith('.py')).length + 1;
  for (let number = 0; pythonFiles() < count; number++) {
    for (const [path, text] of featureFiles(number, routers, random)) if (pythonFiles() < count) texts.set(path, text);
  }
  const present = routers.filter((module) => texts.has(`${module.replaceAll('.', '/')}.py`));
  texts.set('app/main.py', mainText(name, present.slice(0, 12), random));
  return texts;
}

/** The files of the next feature. In the folders of one area somebody forgot the `__init__.py`. */
function* featureFiles(number: number, routers: string[], random: Random): Generator<[path: string, text: string]> {
  const area = AREAS[Math.floor(number / 7) % AREAS.length] ?? AREAS[0];
  const round = Math.floor(number / THINGS.length);
  const thing = THINGS[number % THINGS.length] ?? THINGS[0];
  const feature = featureOf(round === 0 ? thing : `${random.pick(['rare', 'signed', 'used', 'foreign'])}_${thing}_${round}`, area, random);
  const bare = area === 'people' || area === 'events';
  for (const kind of KINDS) {
    yield [`app/${kind}/__init__.py`, ''];
    if (!bare) yield [`app/${kind}/${area}/__init__.py`, ''];
  }
  const within = (kind: string): string => `app.${kind}.${area}`;
  const packages: Packages = { models: within('models'), schemas: within('schemas'), repositories: within('repositories'), services: within('services'), routers: within('api.routers') };
  const at = (dotted: string): string => `${dotted.replaceAll('.', '/')}/${feature.name}.py`;
  yield [at(packages.models), modelText(feature)];
  yield [at(packages.schemas), schemaText(feature, random)];
  yield [at(packages.repositories), repositoryText(feature, packages.models, random)];
  yield [at(packages.services), serviceText(feature, packages, random)];
  yield [at(packages.routers), routerText(feature, packages, random)];
  routers.push(`${packages.routers}.${feature.name}`);
  yield [`tests/test_${feature.name}.py`, testText(feature, packages, random)];
}
