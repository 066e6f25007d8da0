import { maskedHeader, maskedUrl } from '../../../clients/http/credential-names.ts';
import { isIgnoredHeader } from '../../../clients/http/header-fields.ts';
import { HttpClient } from '../../../clients/http/http-client.ts';
import { Duration } from '../../../core/duration.ts';
import { CannectorsError, classify, errorText, isCancelled, throwIfCancelled } from '../../../core/errors.ts';
import type { DataRecord } from '../../../core/record.ts';
import type { LogFields, Logger } from '../../../observability/logger.ts';
import { redactText, sanitizeUrl } from '../../../observability/redaction.ts';
import type { Output, WriteReport } from '../../contract/module.ts';
import type { HttpOperationPreview, PreviewOptions } from '../../contract/operation-preview.ts';
import type { OpenContext, Run } from '../../contract/run.ts';
import type { OnError } from '../../shared/on-error.ts';
import type { RetrySettings } from '../../shared/retry-settings.ts';
import type { SuccessCondition } from '../../shared/success-condition.ts';
import { bodyPreview } from './body-preview.ts';
import { type GroupRequestSettings, groupBody, groupTarget } from './group-request.ts';
import { carriesRecords } from './record-body.ts';
import { type Grouping, groupCount, groupsOf, type RecordGroup } from './record-group.ts';
import { sendRequest } from './send-request.ts';

/** Settings with every default filled in. */
export interface HttpRequestSettings extends GroupRequestSettings {
  /** As the author wrote it, for logs. */
  readonly endpoint: string;
  /** Names as the author wrote them. */
  readonly headerNames: readonly string[];
  readonly success: SuccessCondition;
  readonly retry: RetrySettings;
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number;
  readonly onError: OnError;
}

const MODULE = { module_type: 'httpRequest' } as const;

/** Sends records as JSON, one request after the other, in order. */
export class HttpRequestOutput implements Output {
  readonly #settings: HttpRequestSettings;
  readonly #client = new HttpClient();
  /** Fields that tell the records of this module apart in the log. */
  readonly #place: LogFields;
  #opened = false;

  constructor(settings: HttpRequestSettings) {
    this.#settings = settings;
    this.#place = { ...MODULE, endpoint: sanitizeUrl(settings.endpoint), method: settings.method };
  }

  async open({ log }: OpenContext): Promise<void> {
    if (this.#opened) return;
    this.#opened = true;
    const { headerNames, method, mode, batchSize, templates } = this.#settings;
    log.debug('http request output module created', this.#place);
    for (const header of headerNames.filter(isIgnoredHeader)) {
      log.warn('header is set by the runtime and ignored', { ...MODULE, header });
    }
    if (mode === 'batch' && batchSize !== 1 && !templates.hasBody && !carriesRecords(method)) {
      log.warn('records are counted as sent although requests of this method carry no record', this.#place);
    }
  }

  async write(records: DataRecord[], run: Run): Promise<WriteReport> {
    const { log, clock } = run;
    if (records.length === 0) {
      log.debug('no records to send, returning success', this.#place);
      return { sent: 0 };
    }
    const started = clock.monotonic();
    log.info('output send started', {
      ...this.#place,
      record_count: records.length,
      request_mode: this.#settings.mode,
      batch_size: this.#settings.batchSize ?? 0,
      has_auth: false,
    });
    const report = await this.#sendGroups(records, run);
    const outcome = {
      ...this.#place,
      records_sent: report.sent,
      records_failed: records.length - report.sent,
      duration: new Duration(clock.monotonic() - started),
    };
    if (report.error === undefined) log.info('output send completed', outcome);
    else log.error('output send failed', { ...outcome, error: redactText(report.error.message) });
    return report;
  }

  preview(records: DataRecord[], { showCredentials }: PreviewOptions): HttpOperationPreview[] {
    if (records.length === 0) return [];
    const { method } = this.#settings;
    return Array.from(groupsOf(records, this.#settings), (group) => {
      const { rendered, url, headers } = groupTarget(group, this.#settings);
      const { body } = groupBody(group, rendered, this.#settings, 2);
      return {
        kind: 'http',
        recordCount: group.records.length,
        method,
        endpoint: showCredentials ? url.href : maskedUrl(url.href),
        headers: showCredentials ? headers : headers.map(maskedHeader),
        body: body === undefined ? '' : bodyPreview(body),
      };
    });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #sendGroups(records: DataRecord[], run: Run): Promise<WriteReport> {
    const { mode, onError } = this.#settings;
    const count = groupCount(records.length, this.#settings);
    run.log.debug(
      mode === 'batch' ? 'sending records in batch mode' : 'sending records in single record mode',
      {
        ...this.#place,
        record_count: records.length,
        request_count: count,
      },
    );
    let sent = 0;
    for (const group of groupsOf(records, this.#settings)) {
      const started = run.clock.monotonic();
      try {
        throwIfCancelled(run.signal);
        await this.#sendGroup(group, run);
        sent += group.records.length;
      } catch (thrown) {
        const error = classify(thrown);
        if (isCancelled(thrown)) return { sent, error };
        this.#logFailure(group, count, error, new Duration(run.clock.monotonic() - started), run.log);
        if (onError === 'fail') return { sent, error: this.#inContext(error, group) };
      }
    }
    return { sent };
  }

  async #sendGroup(group: RecordGroup, run: Run): Promise<void> {
    const { method, mode, timeoutMs, success, retry } = this.#settings;
    const { log } = run;
    const { rendered, url, headers } = this.#step(log, group, 'failed to create http request', () =>
      groupTarget(group, this.#settings),
    );
    const marshalFailure =
      mode === 'batch' ? 'failed to marshal records to JSON' : 'failed to marshal record';
    const { body, jsonError } = this.#step(log, group, marshalFailure, () =>
      groupBody(group, rendered, this.#settings),
    );
    const place = { ...this.#place, ...positionOf(group, mode) };
    if (jsonError !== undefined) {
      log.warn('body template produced invalid JSON, continuing anyway', { ...place, error: jsonError });
    }
    log.debug('sending http request', {
      ...place,
      body_size: body === undefined ? 0 : Buffer.byteLength(body),
    });
    const request = {
      method,
      url,
      headers,
      timeoutMs,
      keep: 'start',
      ...(body === undefined ? {} : { body }),
    } as const;
    const response = await sendRequest(request, { client: this.#client, success, retry, place, run });
    log.debug(mode === 'batch' ? 'batch request completed' : 'record sent successfully', {
      ...place,
      status_code: response.status,
      response_size: response.body.length,
    });
  }

  /** Performs one step of building a request and logs its failure under that name. */
  #step<T>(log: Logger, group: RecordGroup, failure: string, build: () => T): T {
    try {
      return build();
    } catch (error) {
      const position = positionOf(group, this.#settings.mode);
      log.error(failure, { ...this.#place, ...position, error: redactText(errorText(error)) });
      throw error;
    }
  }

  #logFailure(
    group: RecordGroup,
    count: number,
    error: CannectorsError,
    duration: Duration,
    log: Logger,
  ): void {
    const { mode, onError } = this.#settings;
    const text = redactText(error.message);
    if (mode === 'batch') {
      log.error('httpRequest batch failed', {
        ...MODULE,
        batch_index: group.index,
        batch_count: count,
        batch_records: group.records.length,
        first_record_index: group.firstRecord,
        error: text,
        error_category: error.category,
        on_error: onError === 'fail' ? undefined : onError,
      });
      return;
    }
    log.error('request failed for record', {
      ...this.#place,
      record_index: group.firstRecord,
      duration,
      error: text,
      error_category: error.category,
      is_fatal: !error.retryable,
      on_error: onError,
    });
  }

  #inContext(error: CannectorsError, group: RecordGroup): CannectorsError {
    const { mode } = this.#settings;
    const prefix = mode === 'batch' ? `httpRequest batch ${group.index}` : `at record ${group.firstRecord}`;
    const { category, retryable, code, statusCode } = error;
    const recordIndex = mode === 'single' ? group.firstRecord : error.recordIndex;
    return new CannectorsError(`${prefix}: ${error.message}`, {
      category,
      retryable,
      ...(code === undefined ? {} : { code }),
      ...(statusCode === undefined ? {} : { statusCode }),
      ...(recordIndex === undefined ? {} : { recordIndex }),
      cause: error,
    });
  }
}

function positionOf(group: RecordGroup, mode: Grouping['mode']): LogFields {
  return mode === 'batch' ? { batch_index: group.index } : { record_index: group.firstRecord };
}
