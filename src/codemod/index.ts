/**
 * The one door: everything an author of a codemod may import.
 *
 *     import { defineCodemod } from '#pystd';
 *     export default defineCodemod({ id: 'docs-gating', …, run(task) { for (const app of task.backend.apps) … } });
 */
export { defineCodemod, type Codemod, type Step } from './codemod.ts';
export { rewriteCommands, type CommandTranslator } from './command-rewrite.ts';
export { ensureDependency, planDependency, type DependencyPlan } from './dependency/index.ts';
export type { Editor } from './editor.ts';
export { projectManifests, type ProjectManifest, type UnusableManifest } from './manifests.ts';
export { projectLookup, type ProjectLookup } from './project-lookup.ts';
export { hasRequirements, requirementsProjectAt, requirementsProjects, resolvedPath, type RequirementsProject } from './requirements/projects.ts';
export { isPlainInstall, pipFacts, planRequirementsCommands, type CommandPlan } from './requirements/commands.ts';
export { fatesOfRequirements, type RequirementsFate } from './requirements/fates.ts';
export { isImageOfRequirements, planImage, rewriteImage, VENV, type ImageManager, type ImageSurroundings, type StagePlan } from './requirements/images.ts';
export { pipAtStart } from './requirements/pip-at-start.ts';
export { isWorkflowOfRequirements, planWorkflow, rewriteWorkflow, type WorkflowManager } from './requirements/workflows.ts';
export { platformReading } from './requirements/platforms.ts';
export { usesOfRequirements, type RequirementsUse } from './requirements/users.ts';
export { rewriteByKinds, rewriteFile, type FileKind, type FileRewrite, type FileRewriter } from './file-rewrite.ts';
export { isHistory } from './history.ts';
export { quotedLine, trimmedLine, unspokenLines } from './mention-lines.ts';
export type { BodyEditor, DecoratorsEditor, PythonEditor, StatementEditor } from './python-editor.ts';
export { moduleName, nameInSight, unspeakable, type ImportPlace } from './name-for.ts';
export { missesNewFile } from './new-code/carried.ts';
export { fitted, listed, quoted } from './new-code/fit.ts';
export { guardOf, type Guard } from './new-code/guards.ts';
export { boundBy, importBlock, type NewImport } from './new-code/imports.ts';
export { newInits } from './new-code/inits.ts';
export { importMiddleware, middlewarePlace, registerMiddleware, writeMiddleware, type MiddlewareCode, type MiddlewarePlace, type WantedMiddleware } from './new-code/middleware.ts';
export { newModulePlace, placeInService, type WantedModule } from './new-code/module-place.ts';
export { ownLogger, type OwnLogger } from './new-code/own-logger.ts';
export { pythonFloor } from './new-code/python-floor.ts';
export { obstacleToSetUp, serviceTargets, type ServiceTarget } from './new-code/service-target.ts';
export { addRoutes, answersGet, samePath } from './new-code/route-place.ts';
export { carriedName, circleThrough, importOf, rebased, type CarriedName } from './new-code/carry.ts';
export { replacedInTests } from './new-code/patched.ts';
export { isTakenElsewhere, unusedAfter } from './new-code/unused.ts';
export { addSetUp } from './new-code/set-up.ts';
export { planSettings, variableOf, type PlannedSetting, type SettingsPlaces, type SettingsPlan, type WantedSetting } from './new-code/settings-plan.ts';
export { settingsImport, writeSettings } from './new-code/settings-writing.ts';
export { codeStyleOf, newFileText, type CodeStyle } from './new-code/style.ts';
export { testPlace, type TestPlace } from './new-code/test-place.ts';
export { placeInWords } from './place-in-words.ts';
export { planRelocation, type Relocation } from './relocate/index.ts';
export { topOf, type About, type Place, type Task } from './task.ts';
export type { AnswerChange } from '../patch/patch-set.ts';
export type { Rework } from './rework.ts';
export { refuse } from './refusal.ts';
export type { RepositoryView } from './view.ts';
export type { Backend } from '../backend/index.ts';
export { constantOf, isText, middlewareDefinition, type App, type AppModel, type Condition, type Endpoint, type EventHandler, type ExceptionHandler, type Inclusion, type Middleware, type Mount, type Route, type Unclear } from '../backend/fastapi/index.ts';
export {
  sameConversion, sameReading, sameUnset,
  type Access, type Asked, type Conversion, type DotenvLoad, type Environment, type EnvironmentWrite, type ListConversion, type NameUse, type OtherUse, type PlainReading, type PyValue, type Reader, type Reading,
  type ReadingName, type ReadingPlace, type TextStep, type Unset, type When,
} from '../backend/environment/index.ts';
export {
  catchingMiddleware, handledExceptions, hierarchiesOf, isHandled, ownExceptions,
  type CatchingMiddleware, type ExceptionHierarchy, type Handled, type HandledKey, type OwnException,
} from '../backend/errors/index.ts';
export {
  annotatedType, builderOf, chainOf, classBehind, dataAccessOf, dataCallsOf, fieldTypeOf, genericOf, handlersOf, isMapped, isNamed, lineOf, mayBeNone, methodOf, modelsIn, optional, otherStoresOf, sessionSources, sessionsOf,
  typeKey, typeText, union, widest, withoutNone,
  type Chain, type DataAccess, type DataCall, type DataCallKind, type DataSession, type DataValue, type FieldType, type KnownType, type Link, type OtherStore, type OwnType, type RouteHandler, type SessionClass,
  type TypeImport, type TypeText, type ValueTypes,
} from '../backend/data/index.ts';
export { hiddenBy } from '../backend/ignored.ts';
export { blockAround, handlerAround, showsTraceback, tracebackBeside, type Handler } from '../backend/logging/handlers.ts';
export type { LogCall, Logger, LoggerName, LoggingFacts, LoggingLibrary, LoggingSetup, ModuleLogger, Program, RecordQuestion, Run, SetupKind, Threshold } from '../backend/logging/index.ts';
export { requirementsOf, type Requirements } from '../backend/requirements/index.ts';
export { aboveFloor, type AboveFloor } from '../backend/requirements/floor.ts';
export { pydanticMajorOf, type PydanticMajor } from '../backend/requirements/pydantic-major.ts';
export { serviceRootOf, type ServiceRoot } from '../backend/service-root.ts';
export { spelledField, type Settings, type SettingsGetter, type SettingsIndex, type SettingsObject } from '../backend/settings.ts';
export type { SettingsField } from '../backend/settings-fields.ts';
export { settingsInSight } from '../backend/settings-in-sight.ts';
export { defaultText, envFilesOf, inventoryOf, literalText, titleOf, type SettingsInventory, type SettingsVariable } from '../backend/settings-inventory/index.ts';
export { holdsCredentials, isSecretName, withoutCredentials } from '../backend/secrets.ts';
export { environmentVariable } from '../backend/settings-variable.ts';
export { modulesOf } from '../backend/project-modules.ts';
export { isRunByHand, projectOf, roleOf, type Role } from '../backend/roles.ts';
export type { Field } from '../python/edit/class-fields.ts';
export type { DecoratorPlace } from '../python/edit/decorators.ts';
export { docstringOf } from '../python/edit/docstring.ts';
export { statementAround } from '../python/edit/rows.ts';
export type { Binding } from '../python/names/index.ts';
export { BUILTINS } from '../python/names/index.ts';
export { STANDARD_LIBRARY } from '../python/project/stdlib.ts';
export { flowOf, type Flow, type FlowObstacle } from '../python/refactor/flow.ts';
export { freeNamesOf, type FreeName } from '../python/refactor/free-names.ts';
export { readBy } from '../python/refactor/reaching.ts';
export { insideStrings, reindent } from '../python/edit/reindent.ts';
export type { InModule, Module, Named } from '../python/project/module.ts';
export type { Call, ClassDefinition } from '../python/project/search.ts';
export type { Symbol } from '../python/project/symbols.ts';
export type { PyNode, PyTree } from '../python/syntax/node.ts';
export { type Argument, argumentListOf, argumentsOf, assignmentOf, blockOf, calleeOf, plainString, statementsOf, undecorated } from '../python/syntax/views.ts';
export { ancestors, childOfType, deepDescendants, enclosing, identifiersSpelled, parts } from '../python/syntax/walk.ts';
export { folderOf, foldersAbove, isInside, joinPath, nameOf, repoPath, type RepoPath } from '../repo/path.ts';
export type { Snapshot } from '../repo/snapshot.ts';
export type { SourceFile } from '../repo/source-file.ts';
export { deletion, insertion, replacement, type Edit } from '../text/edit.ts';
export { appendBlocks, insertBlocks, isSpaced, parseDotenv, printDotenvValue, type DotenvBlock, type DotenvLine } from '../formats/dotenv/index.ts';
export { appendPatterns, parseIgnore, removeLine, type IgnoreLine } from '../formats/gitignore/index.ts';
export { isProblem } from '../packaging/problem.ts';
export { commandSitesIn, joinFolders, type CommandSite, type SiteWord } from '../backend/command-sites/index.ts';
export { callsPip, callsPoetry, callsUv, pipToUv, poetryToUv, poetryVariable, poetryVariableOf, uvToPoetry, type Arg, type PipFacts, type ProjectFacts, type RequirementsRole, type Setting, type Translation, type VariableTranslation } from '../packaging/commands/index.ts';
export { readPoetryLock, type PoetryLock } from '../packaging/poetry/lock.ts';
export { pinsOf, type Pins as LockPins } from '../packaging/poetry/lock-pins.ts';
export { LOCK_WITH_PINS, lockWithPins, PINS_FILE, printPins, readPins, UV_PINS_FILE } from '../packaging/poetry/lock-pins-file.ts';
export { compareLocks, type Drift as LockDrift } from '../packaging/poetry/lock-drift.ts';
export { readUvLock, type UvLockedPackage } from '../packaging/uv/lock.ts';
export { unservedBy } from '../packaging/uv/lock-standing.ts';
export { originOf } from '../repo/source-file.ts';
export { isTomlProblem, parseToml, pathText, restructure, isRefusal, type TomlDocument, type TomlPath, type TomlTableData } from '../formats/toml/index.ts';
export { readTomlData } from '../formats/toml/read-data.ts';
export { isPoetryProject, migrateProject, type Migration, type ProjectSurroundings } from '../packaging/poetry/migrate.ts';
export { adoptPoetry, mayAdoptPoetry, readPoetryProject, type Adoption, type PoetryProjectFacts } from '../packaging/poetry/adopt.ts';
export { isSeedLock, lockedPythonOf, lockMovement, seedLock } from '../packaging/poetry/adopt-lock.ts';
export { poetryObjections } from '../packaging/poetry/adopt-check.ts';
export { projectFiles } from '../packaging/poetry/project-files.ts';
export type { Remark } from '../packaging/remark.ts';
export { readUvProject } from '../packaging/uv/project.ts';
export { projectObjections } from '../packaging/uv/check-project.ts';
export type { ProjectFactsAfter } from '../packaging/uv/project.ts';
export { applyEdits } from '../text/apply.ts';
export { startsLine } from '../text/indent.ts';
export { lineEnd, lineEnding, lineStart, linesOf, withLineEnding, type Line } from '../text/lines.ts';
export { rememberedFor, rememberedOnce } from '../text/remember.ts';
export type { Span } from '../text/span.ts';
export { series, snakeCase } from '../text/words.ts';
export {
  entriesNamed, insertText, isYamlProblem, isYamlRefusal, nodeAt, nodesIn, parseYaml, partAt, removeAt, renameKey, replaceText, resolved, setScalar,
  type YamlDocument, type YamlEntry, type YamlFile, type YamlItem, type YamlMapping, type YamlNode, type YamlOutcome, type YamlPath, type YamlScalar, type YamlSequence,
} from '../formats/yaml/index.ts';
export { isJsonProblem, isJsonRefusal, jsonNodeAt, parseJson, removeJsonValue, renameJsonKey, setJsonValue, type JsonData, type JsonDocument, type JsonNode, type JsonOutcome, type JsonPath } from '../formats/jsonc/index.ts';
export { copyOf, insertAfter, insertBefore, instructionsBefore, pairsOf, readDockerfile, removeInstruction, removePairs, renamePair, replaceWord, userAt, workdirAt, type Dockerfile, type DockerInstruction, type DockerPair, type DockerStage, type DockerWord } from '../formats/dockerfile/index.ts';
export { isShellProblem, readShell, removeCommands, replaceCommand, type ShellCommand, type ShellScript } from '../formats/shell/index.ts';
export { readJustfile, readMakefile } from '../formats/makefile/index.ts';
export { isIniProblem, parseIni, type IniOption } from '../formats/ini/index.ts';
export { entriesOf, isRequirementsName, pinsOfRequirements, planRequirements, producerOf, readRequirementsFile, sortFiles, type FileRemark, type RequirementsPlan } from '../packaging/pip/index.ts';
export { pinsOfPipfileLock, planPipfile } from '../packaging/pipenv/index.ts';
export type { Pin } from '../packaging/pin.ts';
export { normaliseName } from '../packaging/requirement/index.ts';
export type { NewItem, NewList, NewProject, NewValue } from '../packaging/uv/new-project.ts';
export { printProject } from '../packaging/uv/print-project.ts';
export { SETUP_UV, SETUP_UV_PINNED, UV_HOOKS, UV_IMAGE, UV_VERSION } from '../packaging/uv/versions.ts';
export { dataAt, insertText as insertTomlText, isArrayData, isTableData } from '../formats/toml/index.ts';
export { readSetupCfg, setuptoolsProject, withoutMoved, type SetupArguments, type SetuptoolsProject } from '../packaging/setuptools/index.ts';
