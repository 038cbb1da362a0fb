{% extends "ui/base.html" %}{% comment %}Enter a matter. Inputs: form.{% endcomment %}
{% block title %}登记__item_label__{% endblock %}
{% block page_title %}登记__item_label__{% endblock %}
{% block content %}{% url "__subject__:ledger" as back %}<section class="card"><div class="card__body">{% include "ui/form.html" with form=form submit_label="登记" cancel_url=back only %}</div></section>{% endblock %}
