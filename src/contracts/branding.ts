/** The operations of the group "branding", as the wire promises them. */
import {
  AssetListType,
  BooleanType,
  CSSType,
  ClientIdType,
  Document,
  ImageFileType,
  ManagedLoginBrandingIdType,
  ManagedLoginBrandingType,
  UICustomizationType,
  UserPoolIdType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Gives a client's login pages a style. */
export const CreateManagedLoginBranding = operation({
  name: "CreateManagedLoginBranding",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    UseCognitoProvidedValues: BooleanType,
    Settings: Document,
    Assets: AssetListType,
  }),
  output: structure({
    ManagedLoginBranding: ManagedLoginBrandingType,
  }),
  errors: [
    "ResourceNotFoundException",
    "ConcurrentModificationException",
    "ManagedLoginBrandingExistsException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "LimitExceededException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
  bodyLimit: 2 * 1024 * 1024,
});

/** Removes a style of the login pages. */
export const DeleteManagedLoginBranding = operation({
  name: "DeleteManagedLoginBranding",
  caller: "administrator",
  input: structure({
    ManagedLoginBrandingId: required(ManagedLoginBrandingIdType),
    UserPoolId: required(UserPoolIdType),
  }),
  output: null,
  errors: [
    "ResourceNotFoundException",
    "ConcurrentModificationException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Shows a style of the login pages. */
export const DescribeManagedLoginBranding = operation({
  name: "DescribeManagedLoginBranding",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ManagedLoginBrandingId: required(ManagedLoginBrandingIdType),
    ReturnMergedResources: BooleanType,
  }),
  output: structure({
    ManagedLoginBranding: ManagedLoginBrandingType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Shows the style that a client's login pages have. */
export const DescribeManagedLoginBrandingByClient = operation({
  name: "DescribeManagedLoginBrandingByClient",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    ReturnMergedResources: BooleanType,
  }),
  output: structure({
    ManagedLoginBranding: ManagedLoginBrandingType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Shows the logo and style sheet of the classic login pages. */
export const GetUICustomization = operation({
  name: "GetUICustomization",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: ClientIdType,
  }),
  output: structure({
    UICustomization: required(UICustomizationType),
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "TooManyRequestsException",
    "InternalErrorException",
  ],
});

/** Sets the logo and style sheet of the classic login pages. */
export const SetUICustomization = operation({
  name: "SetUICustomization",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: ClientIdType,
    CSS: CSSType,
    ImageFile: ImageFileType,
  }),
  output: structure({
    UICustomization: required(UICustomizationType),
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Changes a style of the login pages. */
export const UpdateManagedLoginBranding = operation({
  name: "UpdateManagedLoginBranding",
  caller: "administrator",
  input: structure({
    UserPoolId: UserPoolIdType,
    ManagedLoginBrandingId: ManagedLoginBrandingIdType,
    UseCognitoProvidedValues: BooleanType,
    Settings: Document,
    Assets: AssetListType,
  }),
  output: structure({
    ManagedLoginBranding: ManagedLoginBrandingType,
  }),
  errors: [
    "ResourceNotFoundException",
    "ConcurrentModificationException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
  bodyLimit: 2 * 1024 * 1024,
});
