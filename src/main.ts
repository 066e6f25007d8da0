import type { BuildInfo, CliHost } from './cli/cli-host.ts';
import { runCommandLine } from './cli/command-line.ts';
import { type HandledSignal, SIGNALS } from './cli/exit-codes.ts';
import { hostPorts } from './core/host-ports.ts';
import { consoleSink } from './observability/console-sink.ts';

// Compiled in by the build; run from source there are none.
declare const __CANNECTORS_VERSION__: string | undefined;
declare const __CANNECTORS_COMMIT__: string | undefined;
declare const __CANNECTORS_BUILD_DATE__: string | undefined;

const buildInfo: BuildInfo = {
  ...(typeof __CANNECTORS_VERSION__ === 'string' ? { version: __CANNECTORS_VERSION__ } : {}),
  ...(typeof __CANNECTORS_COMMIT__ === 'string' ? { commit: __CANNECTORS_COMMIT__ } : {}),
  ...(typeof __CANNECTORS_BUILD_DATE__ === 'string' ? { buildDate: __CANNECTORS_BUILD_DATE__ } : {}),
};

const host: CliHost = {
  ports: hostPorts(),
  stdout: consoleSink(1),
  stderr: consoleSink(2),
  // A getter: the module is loaded only by those who ask.
  get stdoutIsTerminal() {
    return process.getBuiltinModule('node:tty').isatty(1);
  },
  buildInfo,
  onSignal: (handler) => {
    const names = Object.keys(SIGNALS) as HandledSignal[];
    for (const name of names) process.on(name, handler);
    return () => {
      for (const name of names) process.off(name, handler);
    };
  },
  onUncaughtError: (handler) => {
    process.on('uncaughtException', handler);
    process.on('unhandledRejection', handler);
    return () => {
      process.off('uncaughtException', handler);
      process.off('unhandledRejection', handler);
    };
  },
};

// Everything printed is with the operating system by now; what may still be running was given up on.
void runCommandLine(process.argv.slice(2), host).then((exitCode) => process.exit(exitCode));
