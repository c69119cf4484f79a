"""What is typed about people and regions."""

from inspectapp.people.forms.accounts import AccountForm, NewAccountForm, account_values
from inspectapp.people.forms.regions import CountyForm, RegionForm
from inspectapp.people.forms.signing import LoginForm, OwnPasswordForm, PasswordForm, SetUpForm

__all__ = [
    "AccountForm",
    "CountyForm",
    "LoginForm",
    "NewAccountForm",
    "OwnPasswordForm",
    "PasswordForm",
    "RegionForm",
    "SetUpForm",
    "account_values",
]
