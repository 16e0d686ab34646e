"""Root URLs: the product, sign-in and the back office.

Of the library that keeps the second factor only the pages named here are there; its others (signing up, mail
addresses, forgotten passwords) are no pages of this installation.
"""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.urls import include, path

from rotations.views import gallery, signing_in

second_factor_urls = [
    path("", factor_views.index, name="mfa_index"),
    path("code/", factor_views.authenticate, name="mfa_authenticate"),
    path("code/again/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("on/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("off/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", code_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/renew/", code_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]

urlpatterns = [
    path("accounts/login/", signing_in.SignIn.as_view(), name="account_login"),
    path("accounts/logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("accounts/password/", signing_in.PasswordChange.as_view(), name="password_change"),
    path("accounts/password/done/", auth_views.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("accounts/password/again/", account_views.reauthenticate, name="account_reauthenticate"),
    path("accounts/second-factor/", include(second_factor_urls)),
    path("admin/", admin.site.urls),
    path("", include("rotations.urls")),
]
# How every part of a page looks, for whoever works on the product; an installation has no such page.
if settings.DEBUG:
    urlpatterns.append(path("design/", gallery.Gallery.as_view(), name="gallery"))

handler400 = "rotations.views.errors.bad_request"
handler429 = "rotations.views.signing_in.too_often"
handler500 = "rotations.views.errors.broken"
