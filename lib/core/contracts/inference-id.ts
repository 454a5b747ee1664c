/** Names a request to a model, and its labels when they come: 1 to 64 visible ASCII characters, which is what SageMaker takes. */
export const INFERENCE_ID = /^[!-~]{1,64}$/;
