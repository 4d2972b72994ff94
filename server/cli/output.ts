/** Where a command tells its result: lines for a person, or one JSON document for a script. */
export class Output {
  private readonly isJson: boolean;
  private readonly write: (line: string) => void;

  constructor(isJson: boolean, write: (line: string) => void = console.log) {
    this.isJson = isJson;
    this.write = write;
  }

  /** Tells a person; says nothing with --json. */
  say(...lines: readonly string[]): void {
    if (!this.isJson) for (const line of lines) this.write(line);
  }

  /** Tells a script: with --json alone, and once a command. */
  give(result: object): void {
    if (this.isJson) this.write(JSON.stringify(result));
  }
}
