import { isWorkflowOfRequirements, rewriteWorkflow, SETUP_UV, type WorkflowManager } from '#pystd';
import type { FileKind } from './files.ts';

/** Jobs of workflows that install the requirements: uv installs the lock. */
export const workflows: FileKind = {
  concerns: isWorkflowOfRequirements,
  rewrite: (rewrite, { projects }) => rewriteWorkflow(rewrite, { projects, manager: UV }),
};

const UV: WorkflowManager = {
  setUp: ({ folder, python, isNamed }) => [
    ...(isNamed ? ['- name: Set up uv', `  uses: ${SETUP_UV}`] : [`- uses: ${SETUP_UV}`]),
    '  with:',
    ...(python === undefined ? [] : [`    python-version: ${python}`]),
    '    activate-environment: true',
    ...(folder === '' ? [] : [`    working-directory: ${folder}`]),
  ],
  brings: `\`${SETUP_UV}\` sets up uv and puts its environment on the path of all later steps.`,
  actions: /^astral-sh\/setup-uv$/,
  translate: (_, byUv) => byUv,
  install: ['uv', 'pip', 'install'],
  cacheGoes: 'The cache of pip goes, since the action of uv has its own.',
  keeping: '--inexact',
};
