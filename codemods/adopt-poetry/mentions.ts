import { nameOf, quotedLine, trimmedLine, unspokenLines, type FileRewrite, type SourceFile } from '#pystd';
import type { Surroundings } from './surroundings.ts';

/** What is about the tool: its commands, files, variables, images and actions. The word alone is too short to mean anything elsewhere. */
const ABOUT_UV = /\buv\.(lock|toml)\b|\buv[ _-]build\b|\btool\.uv\b|\bUV_[A-Z]|setup-uv\b|astral-sh\/(uv|ruff-pre-commit)?uv|astral-sh\/uv|astral\.sh\/uv|docs\.astral\.sh\/uv|\buv-(lock|export|sync|pre-commit)\b|["'`\s/(]uvx? (run|sync|lock|add|remove|pip|venv|export|build|publish|python|tool|tree|init|version)\b|\b(pip|pipx|brew|cargo)3? install [^\n]*\buv\b|package-ecosystem:\s*["']?uv\b/;

/** A table of the manifest that other tools read by its name. */
const GROUPS = /\bdependency[-_]groups\b/;

/** Renovate's manager of projects by `[project]`: that of Poetry is `poetry`. */
const RENOVATE = /(^|\/)(\.?renovate[^/]*|\.renovaterc[^/]*)$/;

/** What is left when everybody else has looked: each line of a configuring file that is still about uv, and one finding for a text for people. */
export function flagMentions(rewrite: FileRewrite, { projects }: Surroundings): void {
  const { file } = rewrite;
  if (projects.every(({ state }) => state === 'kept')) return;
  const left = unspokenLines(rewrite, (text) => ABOUT_UV.test(text) || (nameOf(file.path) !== 'pyproject.toml' && GROUPS.test(text)) || (RENOVATE.test(file.path) && /\bpep621\b/.test(text)));
  if (isProse(file)) {
    const [first] = left;
    if (!first) return;
    const more = left.length > 1 ? ` and ${left.length - 1} more ${left.length > 2 ? 'lines' : 'line'}` : '';
    return rewrite.flag(first, `\`${file.path}\` still mentions uv in this line${more}: prose is for a person to reword.`);
  }
  for (const line of left) rewrite.flag(trimmedLine(line), `\`${file.path}\` still mentions uv: \`${quotedLine(line)}\`.`);
}

/** Whether a file is a text for people. */
export function isProse({ path }: SourceFile): boolean {
  return /\.(md|mdx|mdc|rst)$/.test(path) || /^(readme|contributing|license|authors)(\.txt)?$/i.test(nameOf(path));
}
