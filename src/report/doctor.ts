import type { Paint } from './paint.ts';
import { visible } from './visible.ts';

/** Version of the JSON form. */
export const DOCTOR_SCHEMA = 'pystd/doctor/1';

/** What is available, and what of the repository could be made. */
export interface Diagnosis {
  readonly tools: readonly { readonly name: string; readonly available: boolean; readonly said: string; readonly use: string }[];
  /** Applications of services: how they are imported, or why nobody can tell. */
  readonly applications: readonly ({ readonly project: string; readonly module: string; readonly name: string } | { readonly project: string; readonly problem: string })[];
}

/** The JSON form. */
export function doctorJson({ tools, applications }: Diagnosis): string {
  const made = applications.map((one) => ('problem' in one ? { project: one.project, problem: one.problem } : { project: one.project, app: `${one.module}:${one.name}` }));
  return `${JSON.stringify({ schema: DOCTOR_SCHEMA, tools, applications: made }, undefined, 2)}\n`;
}

/** What it says to a person. */
export function doctorText({ tools, applications }: Diagnosis, paint: Paint): string {
  const lines = tools.map(({ name, available, said, use }) => `${available ? paint.green('yes') : paint.yellow('no ')} ${name}: ${visible(said)} ${paint.dim(`(${use})`)}`);
  const made = applications.map((one) => {
    const where = one.project === '' ? '' : ` ${paint.dim(`in ${visible(one.project)}`)}`;
    return 'problem' in one ? `${paint.yellow('no ')} application${where}: ${visible(one.problem)}` : `${paint.green('yes')} application${where}: ${one.module}:${one.name}`;
  });
  return [...lines, ...(made.length > 0 ? made : [paint.dim('There is no FastAPI application to make.')]), ''].join('\n');
}
