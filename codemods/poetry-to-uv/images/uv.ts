import { UV_IMAGE } from '#pystd';

/** The instruction that brings uv into a stage. It needs no user, no Python and no network of the stage's own. */
export const COPY_UV = `COPY --from=${UV_IMAGE} /uv /uvx /bin/`;

/** Where an environment is put that may not lie beside the project. */
export const VENV = '/opt/venv';

/** An `ENV` of these lines; the values are written as they are. */
export function envLines(pairs: readonly (readonly [name: string, value: string])[]): string {
  return `ENV ${pairs.map(([name, value]) => `${name}=${value}`).join(' \\\n    ')}`;
}
