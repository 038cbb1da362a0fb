{% extends "ui/base.html" %}{% comment %}One matter. Inputs: item (__Item__ with can_close).{% endcomment %}
{% block title %}{{ item.title }}{% endblock %}
{% block crumbs %}<nav aria-label="位置"><ol class="crumbs"><li><a href="{% url "__subject__:ledger" %}">__label__</a></li><li><span aria-current="page">{{ item.title }}</span></li></ol></nav>{% endblock %}
{% block page_title %}{{ item.title }} {% include "ui/badge.html" with text=item.get_state_display only %}{% endblock %}
{% block page_actions %}{% if item.can_close and item.state == "open" %}<form method="post" action="{% url "__subject__:close" item.pk %}" data-confirm="确定办结吗？">{% csrf_token %}<button class="button button--primary">{% icon "check" %}办结</button></form>{% endif %}{% endblock %}
{% block content %}
<section class="card"><dl class="facts">
  <div class="facts__pair"><dt>机关</dt><dd>{{ item.organ }}</dd></div>
  <div class="facts__pair"><dt>承办人</dt><dd>{{ item.handler.name }}</dd></div>
  <div class="facts__pair"><dt>登记时间</dt><dd>{{ item.created_at|short_time }}</dd></div>
  <div class="facts__pair"><dt>办结日期</dt><dd>{{ item.close_date|chinese_date|default:"—" }}</dd></div>
</dl></section>
{% endblock %}
