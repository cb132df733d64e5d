import { assignmentOf, deletion, replacement, unusedAfter, type Edit, type Module, type Reading, type Task } from '#pystd';
import { readInClass, type ClassRead } from './fields/index.ts';
import { remarkSentences } from './fields/remark-sentences.ts';
import { listed, noteSecrets } from './plan/messages.ts';
import type { Options } from './plan/options.ts';
import { plansOf, type GoodHome } from './plan/project-plan.ts';
import { hasFile } from './plan/readings.ts';

type Field = Extract<ClassRead, { kind: 'field' }>;

/** Takes reads of the environment out of the settings class itself: `X: str = os.getenv("X", "v")` is `X: str = "v"`. */
export function cleanClass(task: Task<Options>): void {
  for (const { home, inClass } of plansOf(task)) {
    if (home?.kind !== 'existing') continue;
    const { object, rules } = home;
    const lacksFile = !hasFile(home);
    const read = inClass.map((reading) => ({ reading, made: lacksFile && reading.access.reader !== 'os' ? withoutFile(reading, home) : readInClass(reading, object, rules) }));
    for (const { reading, made } of read) if (made.kind === 'stays') flag(reading, made.because, task);
    for (const module of new Set(inClass.map(({ access }) => access.module))) {
      const own = read.flatMap(({ reading, made }) => (reading.access.module === module && made.kind === 'field' ? [{ reading, made }] : []));
      if (own.length > 0) cleanIn(module, home, own, task);
    }
  }
}

function withoutFile({ access: { reader } }: Reading, { className }: GoodHome): ClassRead {
  return { kind: 'stays', because: `${reader} looks into a \`.env\` file, and \`${className}\` does not: give it \`env_file\` first.` };
}

function flag({ access, node }: Reading, because: string, task: Task<Options>): void {
  task.flag(access.module.at(node), `\`${access.variable}\` is read by the settings class itself. ${because}`, { rule: 'config/pydantic-settings-only' });
}

function cleanIn(module: Module, { className }: GoodHome, fields: readonly { readonly reading: Reading; readonly made: Field }[], task: Task<Options>): void {
  const [first] = fields;
  if (!first) return;
  const names = listed([...new Set(fields.map(({ reading }) => reading.access.variable))]);
  const message = [`\`${className}\` reads ${names} twice: by itself, and through the default.`, ...remarkSentences(fields.flatMap(({ made }) => made.remarks))].join(' ');
  task.change(module.at(first.reading.node), message, (edit) => {
    noteSecrets(fields.flatMap(({ made }) => made.remarks), task);
    edit.edit(module.path, fields.flatMap(({ reading, made }) => withoutRead(reading, made)));
    const imports = fields.flatMap(({ made }) => made.imports);
    if (imports.length > 0) edit.addImports(module, imports, first.reading.node.start);
    const sites = fields.map(({ reading }) => ({ module, node: reading.node, was: 'import' as const, replacement: () => '' }));
    for (const name of unusedAfter(task, module, sites.map(({ node }) => node), fields.map(({ made }) => made.value ?? ''))) edit.removeImport(module, name);
  }, { rule: 'config/pydantic-settings-only' });
}

function withoutRead({ node, named }: Reading, { value }: Field): Edit[] {
  if (value !== undefined) return [replacement(node, value)];
  const assignment = named && assignmentOf(named.statement);
  const end = assignment?.annotation?.end ?? assignment?.target.end;
  return end === undefined || !assignment?.value ? [] : [deletion({ start: end, end: assignment.value.end })];
}
