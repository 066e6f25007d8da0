/**
 * What is known about a value before any data is there. `any` is everything that comes from a record; `int` is a
 * number known to be whole, `float` one known not to be, `number` one that may be either.
 */
export type StaticType =
  | 'any'
  | 'nil'
  | 'bool'
  | 'int'
  | 'float'
  | 'number'
  | 'string'
  | 'list'
  | 'object'
  | 'timestamp'
  | 'duration'
  | 'timezone';

const TYPE_TEXT: Readonly<Record<StaticType, string>> = {
  any: 'unknown',
  nil: 'nil',
  bool: 'bool',
  int: 'int',
  float: 'float64',
  number: 'float64',
  string: 'string',
  list: 'array',
  object: 'map',
  timestamp: 'time.Time',
  duration: 'time.Duration',
  timezone: 'time.Location',
};

/** The type as error messages name it. */
export function staticTypeText(type: StaticType): string {
  return TYPE_TEXT[type];
}

/** False only when a value of that type can never be a number. */
export function mayBeNumber(type: StaticType): boolean {
  return type === 'any' || type === 'int' || type === 'float' || type === 'number';
}

/** False only when a value of that type can never be of the wanted one. */
export function mayBe(type: StaticType, wanted: StaticType): boolean {
  return type === 'any' || type === wanted;
}

/** False only when values of the two types can never be equal, null aside. */
export function mayBeEqual(left: StaticType, right: StaticType): boolean {
  if (left === 'any' || right === 'any' || left === 'nil' || right === 'nil') return true;
  return left === right || (mayBeNumber(left) && mayBeNumber(right));
}

/** False only when a value of that type can be of none of the wanted ones. */
export function mayBeOneOf(type: StaticType, wanted: readonly StaticType[]): boolean {
  if (type === 'any' || wanted.includes(type)) return true;
  return type === 'number' && (wanted.includes('int') || wanted.includes('float'));
}

/** What is known of a value that is of either type. */
export function eitherType(left: StaticType, right: StaticType): StaticType {
  if (left === right) return left;
  return left !== 'any' && right !== 'any' && mayBeNumber(left) && mayBeNumber(right) ? 'number' : 'any';
}
