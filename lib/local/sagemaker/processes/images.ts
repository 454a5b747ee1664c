import { invalid } from '../wire/errors.ts';

/** The images that the local Python environment stands for. */
const SUPPORTED = /\/sagemaker-xgboost:[\w.-]+$/;

/** @throws ApiError for an image that cannot be run here */
export function requireRunnableImage(image: string): void {
  if (SUPPORTED.test(image)) return;
  throw invalid(
    `Requested image ${image} not found. The local SageMaker server runs images of the form <registry>/sagemaker-xgboost:<tag> only.`,
  );
}
