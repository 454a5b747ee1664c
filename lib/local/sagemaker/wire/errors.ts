/** Error types as they stand in `__type` of awsJson1.1 or in the x-amzn-ErrorType header of the runtime. */
export type ErrorType =
  | 'ValidationException'
  | 'ResourceInUse'
  | 'ResourceNotFound'
  | 'ResourceLimitExceeded'
  | 'UnknownOperationException'
  | 'SerializationException'
  | 'InternalFailure'
  | 'ValidationError'
  | 'ModelError'
  | 'ServiceUnavailable';

/** An error that goes to the caller with SageMaker's type and HTTP status. */
export class ApiError extends Error {
  readonly type: ErrorType;
  readonly status: number;
  /** Members of the error shape besides its message. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(type: ErrorType, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = type;
    this.type = type;
    this.status = status;
    this.members = members;
  }
}

export function invalid(message: string): ApiError {
  return new ApiError('ValidationException', message);
}

/** Something that AWS can do and this server cannot, said as such. */
export function notSupported(what: string): ApiError {
  return invalid(`${what} is not supported by the local SageMaker server yet.`);
}
