/**
 * Requirements by PEP 508 and names by PEP 503.
 *
 *     const requirement = parseRequirement("uvicorn[standard]>=0.30 ; sys_platform != 'win32'");
 *     if (!isProblem(requirement)) normaliseName(requirement.name);
 */
export { isName, normaliseName } from '../name.ts';
export { parseRequirement, printRequirement, type Requirement } from './requirement.ts';
