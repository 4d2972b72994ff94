import { astToString, openapiTS, ts } from 'salon-client-types';

/** What `npx openapi-typescript <document> --default-non-nullable false` writes: fields with a default are optional. */
export async function clientTypes(document: object): Promise<string> {
  return astToString(await openapiTS(JSON.stringify(document), { defaultNonNullable: false, silent: true }));
}

/** Compiles modules in memory, strictly. Returns the compiler's errors by the module's name; an empty list: it compiles. */
export function compilerErrors(modules: Readonly<Record<string, string>>): Record<string, string[]> {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const onDisk = { fileExists: host.fileExists, readFile: host.readFile, getSourceFile: host.getSourceFile };
  const inMemory = (path: string): string | undefined =>
    path.startsWith('/memory/') ? modules[path.slice('/memory/'.length, -'.ts'.length)] : undefined;
  host.directoryExists = undefined;
  host.fileExists = (path) => inMemory(path) !== undefined || onDisk.fileExists(path);
  host.readFile = (path) => inMemory(path) ?? onDisk.readFile(path);
  host.getSourceFile = (path, target, ...rest) => {
    const text = inMemory(path);
    return text === undefined ? onDisk.getSourceFile(path, target, ...rest) : ts.createSourceFile(path, text, target);
  };
  const program = ts.createProgram(
    Object.keys(modules).map((name) => `/memory/${name}.ts`),
    options,
    host,
  );
  const errors: Record<string, string[]> = Object.fromEntries(Object.keys(modules).map((name) => [name, []]));
  for (const { file, messageText } of ts.getPreEmitDiagnostics(program)) {
    const name = file?.fileName.slice('/memory/'.length, -'.ts'.length) ?? '';
    errors[name] = [...(errors[name] ?? []), ts.flattenDiagnosticMessageText(messageText, '\n')];
  }
  return errors;
}
