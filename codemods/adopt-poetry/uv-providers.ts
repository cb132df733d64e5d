import { callsUv, nameOf, type CommandSite } from '#pystd';
import type { Surroundings } from './surroundings.ts';
import { isWorkflow } from './workflow-parts.ts';

/** uv's own installer, and its images. */
const BRINGS_UV = /\bastral\.sh\/uv\/|\bghcr\.io\/astral-sh\/uv\b|\bastral\/uv:|\bastral-sh\/setup-uv\b|\buv-installer\b/;

/** Whether a text brings uv in a way that nothing puts Poetry in the place of. */
export function bringsUv(text: string): boolean {
  return BRINGS_UV.test(text);
}

/** Why a command finds uv where it runs, and would not find Poetry; `undefined` when nothing tells so. Dockerfiles and workflows see to themselves. */
export function whyUvIsThere(site: CommandSite, { task, keptImages, projectOf }: Surroundings): string | undefined {
  if (!callsUv(site.words) || site.setting === 'docs' || keptImages.some(({ path }) => path === site.path)) return undefined;
  const own = projectOf(site.path);
  const image = keptImages.find(({ path, text }) => {
    const other = projectOf(path);
    const isOfProject = own === other || 'problem' in own || 'problem' in other;
    return site.setting === 'image' ? isOfProject : text.includes(nameOf(site.path)) && !/^(?:makefile|justfile|pyproject\.toml)$/i.test(nameOf(site.path));
  });
  if (image) return `It may run in an image that stays with uv (\`${image.path}\`).`;
  const isElsewhere = site.setting === 'image' || site.setting === 'ci';
  const file = task.repo.files.get(site.path);
  return isElsewhere && file && !isWorkflow(file) && bringsUv(file.text) ? 'This file brings uv in a way that is not put into Poetry\'s words.' : undefined;
}
