import { Node, Project, ScriptTarget, type CallExpression, type ObjectLiteralExpression, type SourceFile } from 'ts-morph';
import type { JsonSchema } from '../engine/catalogued.ts';
import type { Problem } from '../engine/problem.ts';
import { comparePaths } from '../repo/path.ts';
import { problemAt } from './author-problem.ts';
import { literalOf, type LiteralValue } from './literal.ts';
import { fieldsOf, tableSchema, type OptionField } from './type-schema.ts';

/** An option with its default. */
export interface DescribedOption extends OptionField {
  readonly default: LiteralValue | undefined;
  /** The parameter of a rule that a standard sets it by: `structure/config-module.path`. */
  readonly parameter: string | undefined;
}

/** What a codemod's source says about it. */
export interface Described {
  readonly id: string;
  /** The folder under `codemods`. */
  readonly folder: string;
  readonly title: string;
  /** Markdown without the indentation of the source. */
  readonly why: string;
  readonly links: readonly string[];
  readonly rules: readonly string[];
  readonly safety: string;
  readonly after: readonly string[];
  readonly against: readonly string[];
  /** Whether a plan takes it along only when it is named. */
  readonly onRequest: boolean;
  readonly options: readonly DescribedOption[];
  /** Where each part of the metadata stands, for messages. */
  readonly lines: ReadonlyMap<string, number>;
}

/** The only global types that options are made of. Reading the compiler's own library would take most of the time. */
const GLOBALS = `
interface Array<T> { length: number; [index: number]: T }
interface ReadonlyArray<T> { readonly length: number; readonly [index: number]: T }
interface Boolean {} interface Number {} interface String {} interface Object {} interface RegExp {} interface IArguments {}
interface Function {} interface CallableFunction extends Function {} interface NewableFunction extends Function {}
type Readonly<T> = { readonly [K in keyof T]: T[K] };
type Record<K extends string | number | symbol, T> = { [P in K]: T };
`;

/** Reads the codemods among the sources, `codemods/<id>/*.ts` by path, sorted by folder. Nothing is run, and imports of `#pystd` are not followed. */
export function describeCodemods(sources: ReadonlyMap<string, string>): { readonly codemods: readonly Described[]; readonly problems: readonly Problem[] } {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: { strict: true, noLib: true, target: ScriptTarget.ES2023, allowImportingTsExtensions: true, noEmit: true },
  });
  project.createSourceFile('/global.d.ts', GLOBALS);
  const problems: Problem[] = [];
  const codemods: Described[] = [];
  const paths = [...sources.keys()].filter((path) => /^codemods\/[^/]+\/.+\.ts$/.test(path)).sort(comparePaths);
  for (const path of paths) project.createSourceFile(`/${path}`, sources.get(path) ?? '');
  for (const path of paths) {
    const folder = /^codemods\/([^/]+)\/index\.ts$/.exec(path)?.[1];
    const file = folder === undefined ? undefined : project.getSourceFile(`/${path}`);
    if (folder !== undefined && file) codemods.push(...describe(folder, file, problems));
  }
  return { codemods, problems };
}

function describe(folder: string, file: SourceFile, problems: Problem[]): Described[] {
  const call = definitionIn(file);
  const metadata = call?.getArguments()[0];
  if (!call || !metadata || !Node.isObjectLiteralExpression(metadata)) {
    problems.push({ file: file.getFilePath().slice(1), line: 1, message: 'The default export must be `defineCodemod<Options>({ … })`, written out.', hint: undefined });
    return [];
  }
  const lines = new Map<string, number>();
  const read = (key: string): LiteralValue | undefined => readKey(metadata, key, lines, problems);
  const defaults = read('options');
  const parameters = read('parameters');
  const described: Described = {
    id: text(read('id')),
    folder,
    title: text(read('title')),
    why: dedent(text(read('why'))),
    links: texts(read('links')),
    rules: texts(read('rules')),
    safety: text(read('safety')),
    after: texts(read('after')),
    against: texts(read('against')),
    onRequest: read('onRequest') === true,
    options: optionsOf(call, defaults, parameters, problems),
    lines,
  };
  return [described];
}

function definitionIn(file: SourceFile): CallExpression | undefined {
  const exported = file.getExportAssignments().find((assignment) => !assignment.isExportEquals())?.getExpression();
  return Node.isCallExpression(exported) && exported.getExpression().getText() === 'defineCodemod' ? exported : undefined;
}

function readKey(metadata: ObjectLiteralExpression, key: string, lines: Map<string, number>, problems: Problem[]): LiteralValue | undefined {
  const property = metadata.getProperty(key);
  if (!property) return undefined;
  lines.set(key, property.getStartLineNumber());
  const initializer = Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
  const literal = initializer ? literalOf(initializer) : { computed: property };
  if ('value' in literal) return literal.value;
  problems.push(problemAt(literal.computed, `\`${key}\` must be written out: documentation is generated from it, and \`${literal.computed.getText()}\` would have to be computed.`));
  return undefined;
}

function optionsOf(call: CallExpression, defaults: LiteralValue | undefined, parameters: LiteralValue | undefined, problems: Problem[]): DescribedOption[] {
  const argument = call.getTypeArguments()[0];
  if (!argument) return [];
  return fieldsOf(argument.getType(), problems).map((field) => {
    const value = isTable(defaults) ? defaults[field.name] : undefined;
    const parameter = isTable(parameters) ? parameters[field.name] : undefined;
    return { ...field, schema: value === undefined ? field.schema : { ...field.schema, default: value }, default: value, parameter: typeof parameter === 'string' ? parameter : undefined };
  });
}

/** The JSON Schema of a codemod's options. */
export function optionsSchema({ options, title }: Described): JsonSchema {
  return { description: `${title}.`, ...tableSchema(options) };
}

function isTable(value: LiteralValue | undefined): value is { readonly [key: string]: LiteralValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: LiteralValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: LiteralValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Markdown as meant: without the blank lines around it and the indentation all its lines share. */
function dedent(markdown: string): string {
  const lines = markdown.replace(/^\s*\n/, '').trimEnd().split('\n');
  const [first = '', ...rest] = lines;
  const indented = (first.startsWith(' ') ? lines : rest).filter((line) => line.trim() !== '');
  const shared = Math.min(...indented.map((line) => line.length - line.trimStart().length), first.startsWith(' ') || indented.length > 0 ? 400 : 0);
  return lines.map((line) => line.replace(new RegExp(`^ {0,${shared}}`), '')).join('\n').trim();
}
