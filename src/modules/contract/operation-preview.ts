/** What an output would do, described without touching the network. */
export type OperationPreview = HttpOperationPreview | SqlOperationPreview;

/** One HTTP request that a real run would send. */
export interface HttpOperationPreview {
  readonly kind: 'http';
  readonly recordCount: number;
  readonly method: string;
  readonly endpoint: string;
  /** Name and value of each header as sent, credentials masked unless asked for. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body as text, JSON indented by two spaces; empty when none is sent. */
  readonly body: string;
}

/** One distinct SQL statement and the executions it stands for. */
export interface SqlOperationPreview {
  readonly kind: 'sql';
  readonly recordCount: number;
  readonly driver: string;
  /** The connection string, password masked unless asked for. */
  readonly target: string;
  /** `INSERT INTO`, `UPDATE`, …, or `STATEMENT` when it cannot be told. */
  readonly operation: string;
  readonly table: string | undefined;
  /** The statement as the driver gets it. */
  readonly statement: string;
  /** The expression behind each bound value, in bound order. */
  readonly parameters: readonly string[];
  /** Bound values as text, one list per execution, capped by the module. */
  readonly rows: readonly (readonly string[])[];
  readonly rowsOmitted: number;
  readonly transaction: boolean;
}

/** How a preview treats credentials. */
export interface PreviewOptions {
  readonly showCredentials: boolean;
}
