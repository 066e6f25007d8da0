/** A text that tries to be more than data. */
export interface HostileValue {
  /** What it tries. */
  readonly name: string;
  readonly value: string;
}

/**
 * Texts that break out of a URL, a header, a JSON or XML document, a SQL statement, a template or an expression
 * when they are pasted there, and texts that naive code loses or changes.
 */
export const HOSTILE_VALUES: readonly HostileValue[] = Object.entries({
  // What any format may trip over.
  'empty text': '',
  'a space': ' ',
  'blanks around': '  \t padded \t  ',
  'white space of every kind': 'a\tb\u00a0c\u2003d\u3000e',
  'double quote': 'say "hi"',
  'single quote': "O'Brien",
  'both quotes and a backtick': `"'\`'"`,
  'a backslash at the end': 'C:\\temp\\',
  'a backslash before a quote': '\\"',
  'text that looks escaped': '\\u0022\\n\\x41\\0',
  'a number beyond 2^53': '9007199254740993',
  'text like a literal': 'null',
  'text like true': 'true',
  'text like not-a-number': 'NaN',
  'braces and brackets': '}]})],{[({',

  // Lines and control characters.
  'a line feed': 'a\nb',
  'a header of its own': 'x\r\nX-Injected: yes\r\nX-Other: 1',
  'a request of its own': 'x\r\n\r\nGET /admin HTTP/1.1\r\nHost: evil.test\r\n\r\n',
  'a bare carriage return': 'a\rb',
  'NUL inside': 'before\u0000after',
  'NUL alone': '\u0000',
  'an escape sequence of a terminal': '\u001b[31mred\u001b[0m',
  'every control character': Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join(''),
  DEL: 'a\u007fb',
  'C1 control characters': 'a\u0080\u0085\u009fb',
  'line and paragraph separators': 'a\u2028b\u2029c',

  // Paths and URLs.
  'one dot': '.',
  'two dots': '..',
  'a step up': '../admin',
  'many steps up': '../../../../etc/passwd',
  'steps up with backslashes': '..\\..\\windows',
  'an encoded step up': '%2e%2e',
  'an encoded step up with slashes': '%2e%2e%2f%2E%2E%5cadmin',
  'a doubly encoded step up': '%252e%252e%252f',
  'an absolute path': '/etc/passwd',
  'an empty segment': 'a//b',
  'a query of its own': '?admin=true',
  'parameters of its own': 'a&admin=true&id=2',
  'a value of its own': 'a=b;c=d',
  'a fragment': 'a#b',
  'a whole URL': 'https://evil.test/steal?x=1#y',
  'a URL without scheme': '//evil.test/x',
  'user information': 'user:secret@evil.test',
  'a script URL': 'javascript:alert(1)',
  'plus signs': 'a+b+c',
  'a broken percent sign': '100%',
  'an invalid percent sequence': '%zz%',
  'an overlong encoding of a slash': '%c0%af',
  'a keys placeholder': '{id}',

  // JSON.
  'members of its own': '","admin":true,"x":"',
  'the end of the document': '"}\n{"admin":true}',
  'an item of its own': '"],["',
  'a whole JSON object': '{"admin": true, "__proto__": {"x": 1}}',
  'the prototype': '__proto__',
  'a name of every object': 'constructor',

  // XML and HTML.
  'an element of its own': '</v><admin>true</admin><v>',
  'an attribute of its own': '" admin="true" x="',
  'an attribute of its own in single quotes': "' admin='true' x='",
  'the end of a CDATA section': ']]>',
  'a CDATA section': '<![CDATA[ <admin/> ]]>',
  'the end of a comment': '--><admin/><!--',
  'a processing instruction': '<?xml version="1.0"?><?php x ?>',
  'an external entity': '<!DOCTYPE v [<!ENTITY e SYSTEM "file:///etc/passwd">]><v>&e;</v>',
  'text of entities': '&lt;admin&gt;&amp;&#60;&#x3C;&e;',
  'an unfinished entity': '& &# &#x; &amp',
  'a script element': '<script>alert("x")</script>',

  // SQL.
  'a condition that always holds': "' OR 1=1 --",
  'a second statement': "'; DROP TABLE hostile; --",
  'a numeric condition': '1 OR 1=1',
  'a union': "' UNION SELECT password FROM users --",
  'a comment': '/* x */ -- y # z',
  placeholders: '$1 ? :name @x $$ $tag$',
  'a backslash before a single quote': "\\' OR 1=1 -- ",

  // The languages of the product.
  'an output tag': '{{ record.secret }}',
  'a tag that computes': '{{ 7 * 7 }}',
  'a block tag': '{% for x in range(10) %}x{% endfor %}',
  'an inclusion': '{% include "/etc/passwd" %}',
  'a template comment': '{# hidden #}',
  'the end of a raw block': '{% endraw %}{{ record.secret }}{% raw %}',
  'the end of an output tag': '}} {{ record.secret }} {{ "',
  'a filter': 'x | safe | json',
  'an expression': 'record.secret ?? $env["secret"]',
  'a call': '"" + now()',
  'a variable of the environment': '${HOME}',
  'code of the host': '${process.exit(1)}`;process.exit(1)//',
  'a pattern that backtracks': '^(a+)+$',
  'references of a replacement': '$& $0 $1 ${1} $` \\1',
  'a printf verb': '%s%n%x%d',

  // Unicode.
  'an accent': 'é',
  'a combining accent': 'e\u0301',
  'characters beyond the first plane': '😀𝒳\u{10ffff}',
  'an unpaired high surrogate': 'a\ud800b',
  'an unpaired low surrogate': 'a\udc00b',
  'surrogates in the wrong order': '\udc00\ud800',
  'a surrogate at the end': 'a\ud83d',
  'a byte order mark': '\ufeffx',
  noncharacters: 'a\ufffe\uffff\u{1fffe}b',
  'the replacement character': '\ufffd',
  'text that runs the other way': 'a\u202etxt.exe',
  'full-width quotes and slashes': '＂＇／．．＜＞',
  'zero-width characters': 'a\u200b\u200d\u2060b',
  'a text of some length': 'a"<&\'\\\n/ '.repeat(500),
}).map(([name, value]) => ({ name, value }));
