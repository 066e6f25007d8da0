import { type HeaderField, isIgnoredHeader, requestHeaders } from '../../../clients/http/header-fields.ts';
import { HttpClient } from '../../../clients/http/http-client.ts';
import {
  foreignCharset,
  type HttpRequest,
  type HttpResponse,
  requestLine,
  responseText,
} from '../../../clients/http/http-message.ts';
import { parseJsonResponse } from '../../../clients/http/json-response.ts';
import { USER_AGENT } from '../../../clients/http/request-fields.ts';
import { requestUrl } from '../../../clients/http/request-url.ts';
import { Duration, durationText } from '../../../core/duration.ts';
import { errorText } from '../../../core/errors.ts';
import type { DataRecord } from '../../../core/record.ts';
import { redactText, sanitizeUrl } from '../../../observability/redaction.ts';
import type { Input } from '../../contract/module.ts';
import type { OpenContext, Run } from '../../contract/run.ts';
import type { StatePersistence } from '../../contract/state.ts';
import type { OnError } from '../../shared/on-error.ts';
import type { RequestTemplates } from '../../shared/request-templates.ts';
import type { RetrySettings } from '../../shared/retry-settings.ts';
import { type PollingState, unkeptStateVariables } from '../../shared/state-persistence.ts';
import { recordlessVariables, stateVariables } from '../../shared/template-variables.ts';
import { pageRecords } from './page-records.ts';
import { sendRequest } from './send-request.ts';

/** Settings with every default filled in. */
export interface HttpPollingSettings {
  /** As the author wrote it. */
  readonly endpoint: string;
  readonly method: string;
  /** Names as the author wrote them. */
  readonly headerNames: readonly string[];
  readonly templates: RequestTemplates;
  readonly state: PollingState;
  readonly dataField: string | undefined;
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number;
  readonly retry: RetrySettings;
  readonly onError: OnError;
}

const MODULE = { module_type: 'httpPolling' } as const;
const DEFAULT_HEADERS: readonly HeaderField[] = [['User-Agent', USER_AGENT]];

/** Fetches one page of records per run. */
export class HttpPollingInput implements Input {
  readonly #settings: HttpPollingSettings;
  readonly #client = new HttpClient();
  readonly #endpoint: string;

  constructor(settings: HttpPollingSettings) {
    this.#settings = settings;
    this.#endpoint = sanitizeUrl(settings.endpoint);
  }

  get persistence(): StatePersistence | undefined {
    return this.#settings.state.persistence;
  }

  async open({ log }: OpenContext): Promise<void> {
    const { onError, headerNames, templates, state } = this.#settings;
    log.debug('http polling module created', { ...MODULE, endpoint: this.#endpoint });
    if (onError !== 'fail') {
      log.warn('onError has no effect on httpPolling: any failure fails the input', {
        ...MODULE,
        on_error: onError,
      });
    }
    for (const header of headerNames.filter(isIgnoredHeader)) {
      log.warn('header is set by the runtime and ignored', { ...MODULE, header });
    }
    for (const variable of unkeptStateVariables(templates.members('state'), state.persistence)) {
      log.warn('pipeline reads a state variable it does not persist; every run will start from the epoch', {
        ...MODULE,
        variable,
        endpoint: this.#endpoint,
      });
    }
  }

  async *read(run: Run): AsyncGenerator<DataRecord[]> {
    const started = run.clock.monotonic();
    const place = { ...MODULE, endpoint: this.#endpoint };
    run.log.info('input fetch started', {
      ...place,
      original_endpoint: this.#endpoint,
      timeout: durationText(Duration.ofMilliseconds(this.#settings.timeoutMs)),
      has_pagination: false,
      has_auth: false,
      has_state_persistence: this.persistence !== undefined,
    });
    let count = 0;
    try {
      const records = await this.#fetch(this.#request(run), run);
      count = records.length;
      if (count > 0) yield records;
    } catch (error) {
      run.log.error('input fetch failed', {
        ...place,
        duration: new Duration(run.clock.monotonic() - started),
        error: redactText(errorText(error)),
      });
      throw error;
    }
    run.log.info('input fetch completed', {
      ...place,
      record_count: count,
      duration: new Duration(run.clock.monotonic() - started),
      has_pagination: false,
    });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  #request({ log, state: runState }: Run): HttpRequest {
    const { method, templates, state, timeoutMs } = this.#settings;
    const step = <T>(failure: string, build: () => T): T => {
      try {
        return build();
      } catch (error) {
        log.error(failure, { ...MODULE, endpoint: this.#endpoint, error: errorText(error) });
        throw error;
      }
    };
    const variables = recordlessVariables({ state: stateVariables(runState) });
    const { endpoint, headers, queryParams, body } = step('failed to render endpoint template', () =>
      templates.render(variables),
    );
    const parameters = { ...queryParams, ...state.queryParams(runState) };
    const url = step('invalid request URL', () => requestUrl(endpoint, parameters));
    return {
      method,
      url,
      headers: step('http request creation failed', () =>
        requestHeaders(DEFAULT_HEADERS, headers, url.authorization),
      ),
      timeoutMs,
      keep: 'all',
      ...(body === undefined ? {} : { body }),
    };
  }

  async #fetch(request: HttpRequest, run: Run): Promise<DataRecord[]> {
    const { retry } = this.#settings;
    const place = { ...MODULE, endpoint: this.#endpoint };
    const response = await sendRequest(request, { client: this.#client, retry, place, run });
    return this.#records(response, run);
  }

  #records(response: HttpResponse, { log }: Run): DataRecord[] {
    const place = { ...MODULE, endpoint: this.#endpoint };
    if (isEmptySuccess(response)) {
      log.debug('response holds no records', {
        ...place,
        reason: `status ${response.status} without a body`,
      });
      return [];
    }
    const text = responseText(response);
    const charset = foreignCharset(response);
    if (charset !== undefined && text.includes('\ufffd')) {
      log.warn('response is read as UTF-8 although it declares another charset', { ...place, charset });
    }
    const page = pageRecords(
      parseJsonResponse(text, requestLine(response.request)),
      this.#settings.dataField,
    );
    if (page.nothing !== undefined) {
      log.debug('response holds no records', { ...place, reason: page.nothing });
    }
    if (page.dropped > 0) {
      log.warn('non-object elements dropped', {
        ...place,
        dropped: page.dropped,
        elements: page.dropped + page.records.length,
      });
    }
    return page.records;
  }
}

function isEmptySuccess({ status, body }: HttpResponse): boolean {
  return status >= 200 && status < 300 && body.length === 0;
}
