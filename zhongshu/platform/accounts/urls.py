from django.urls import path

from zhongshu.platform.accounts.views import administering, entering, own

app_name = "accounts"

urlpatterns = [
    path("log-in/", entering.log_in, name="log_in"),
    path("log-in/second-step/", entering.second_step, name="second_step"),
    path("log-in/persona/", entering.become_persona, name="become_persona"),
    path("log-out/", entering.log_out, name="log_out"),
    path("", own.security, name="security"),
    path("post/", own.switch_post, name="switch_post"),
    path("password/", own.change_password, name="change_password"),
    path("second-factor/", own.set_up_second_factor, name="second_factor"),
    path("second-factor/picture.svg", own.second_factor_picture, name="second_factor_picture"),
    path("second-factor/recovery-codes/", own.renew_recovery_codes, name="renew_recovery_codes"),
    path("sessions/<int:pk>/end/", own.end_session, name="end_session"),
    path("sessions/end-others/", own.end_other_sessions, name="end_other_sessions"),
    path("all/", administering.accounts, name="accounts"),
    path("all/new/", administering.create, name="create"),
    path("all/people-without-account/", administering.people_without_account, name="people_without_account"),
    path("all/<int:pk>/reset-password/", administering.reset_password, name="reset_password"),
    path("all/<int:pk>/disable/", administering.disable, name="disable"),
    path("all/<int:pk>/enable/", administering.enable, name="enable"),
    path("all/<int:pk>/unlock/", administering.unlock, name="unlock"),
    path("all/<int:pk>/remove-second-factor/", administering.remove_second_factor, name="remove_second_factor"),
]
