import { envFilesOf, nameOf, type SourceFile, type Task } from '#pystd';
import type { Options } from './index.ts';
import type { Target } from './targets.ts';

/** Whether the program reads the example itself: named as an `env_file`, or loaded. */
export function isLive({ path }: SourceFile, { inventories }: Target, { python, repo }: Task<Options>): boolean {
  const name = nameOf(path);
  const isNamed = inventories.some(({ options }) => options.envFile && envFilesOf(options.envFile.node, options.envFile.module, python).some((file) => nameOf(file.path) === name));
  const loads = (text: string): boolean => text.split('\n').some((line) => line.includes(name) && /\b(?:load_dotenv|dotenv_values|_?env_file|find_dotenv)\b/.test(line));
  return isNamed || [...repo.files.values()].some((file) => file.path.endsWith('.py') && file.text.includes(name) && loads(file.text));
}
