import { projectOf, type Texts } from './project.ts';
import { randomFrom } from './random.ts';
import { PROJECTS } from './words.ts';

/** Python files of the largest project: larger repositories have more projects, as monorepos do. */
const FILES_OF_A_PROJECT = 250;

/** The texts of a repository with exactly `count` Python files, the same for the same count on every machine. */
export function repositoryOf(count: number): Texts {
  const random = randomFrom(count);
  const texts: Texts = new Map([['.gitignore', '__pycache__/\n.venv/\n.env\n*.pyc\n']]);
  const projects = Math.ceil(count / FILES_OF_A_PROJECT);
  for (let index = 0; index < projects; index++) {
    const size = Math.min(FILES_OF_A_PROJECT, count - index * FILES_OF_A_PROJECT);
    const name = `${PROJECTS[index % PROJECTS.length] ?? PROJECTS[0]}${index < PROJECTS.length ? '' : `-${Math.floor(index / PROJECTS.length) + 1}`}`;
    for (const [path, text] of projectOf(name, size, random)) texts.set(projects === 1 ? path : `services/${name}/${path}`, text);
  }
  return texts;
}
